# `cmake --build --preset dev --target docs`: the reference pages of the public headers. Warnings are errors.
find_program(DOXYGEN NAMES doxygen)
if(DOXYGEN)
  configure_file(${PROJECT_SOURCE_DIR}/docs/Doxyfile.in ${PROJECT_BINARY_DIR}/Doxyfile @ONLY)
  add_custom_target(docs COMMAND ${DOXYGEN} ${PROJECT_BINARY_DIR}/Doxyfile
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
  if(LECTERN_BUILD_TESTS AND LECTERN_BUILD_CHECKS)
    add_test(NAME check.docs COMMAND ${DOXYGEN} ${PROJECT_BINARY_DIR}/Doxyfile WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(check.docs PROPERTIES LABELS check)
  endif()
endif()
