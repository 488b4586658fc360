# Targets for people who change the code: format, lint, tidy.
find_program(CLANG_FORMAT NAMES clang-format-16)
find_program(CLANG_QUERY NAMES clang-query-16)
find_program(RUN_CLANG_TIDY NAMES run-clang-tidy-16)

file(GLOB_RECURSE sources CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/include/*.hpp ${PROJECT_SOURCE_DIR}/lib/*.hpp ${PROJECT_SOURCE_DIR}/lib/*.cpp
  ${PROJECT_SOURCE_DIR}/apps/*.hpp ${PROJECT_SOURCE_DIR}/apps/*.cpp ${PROJECT_SOURCE_DIR}/examples/*.cpp
  ${PROJECT_SOURCE_DIR}/tests/*.hpp ${PROJECT_SOURCE_DIR}/tests/*.cpp)
# The taxonomy is a table, one row a line.
list(FILTER sources EXCLUDE REGEX "/lib/core/taxonomy\\.cpp$")
if(CLANG_FORMAT)
  add_custom_target(format COMMAND ${CLANG_FORMAT} -i ${sources} VERBATIM)
  add_custom_target(check-format COMMAND ${CLANG_FORMAT} --dry-run --Werror ${sources} VERBATIM)
endif()
if(CLANG_QUERY)
  set(coroutine_lint ${CMAKE_COMMAND} -DCLANG_QUERY=${CLANG_QUERY} -DSOURCE_DIR=${PROJECT_SOURCE_DIR}
    -DBUILD_DIR=${PROJECT_BINARY_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/lint/coroutine_lint.cmake)
  add_custom_target(check-coroutines COMMAND ${coroutine_lint} VERBATIM)
  if(LECTERN_BUILD_TESTS AND LECTERN_BUILD_CHECKS)
    add_test(NAME check.coroutines COMMAND ${coroutine_lint})
    # About five seconds a file; the default bound is too short for a slow machine.
    set_tests_properties(check.coroutines PROPERTIES LABELS check TIMEOUT 900)
  endif()
endif()
if(RUN_CLANG_TIDY)
  add_custom_target(tidy
    COMMAND ${CMAKE_COMMAND} -DBUILD_DIR=${PROJECT_BINARY_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/lint/compile_commands.cmake
    COMMAND ${RUN_CLANG_TIDY} -quiet -p ${PROJECT_BINARY_DIR}/clang-tools
    "${PROJECT_SOURCE_DIR}/(lib|apps|examples)/" VERBATIM)
endif()
