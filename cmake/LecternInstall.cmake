include(CMakePackageConfigHelpers)
set(cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/lectern)
if(TARGET lectern_app)
  install(TARGETS lectern_app EXPORT lecternTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
endif()
install(TARGETS lectern_lib EXPORT lecternTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
install(EXPORT lecternTargets NAMESPACE lectern:: DESTINATION ${cmake_dir} COMPONENT dev)
configure_package_config_file(cmake/lecternConfig.cmake.in
  ${PROJECT_BINARY_DIR}/lecternConfig.cmake INSTALL_DESTINATION ${cmake_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lecternConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lecternConfig.cmake ${PROJECT_BINARY_DIR}/lecternConfigVersion.cmake
  DESTINATION ${cmake_dir} COMPONENT dev)

# Relocatable: the prefix is found from the place of the .pc file itself.
file(RELATIVE_PATH LECTERN_PC_UP "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
configure_file(cmake/lectern.pc.in ${PROJECT_BINARY_DIR}/lectern.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/lectern.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)

if(TARGET lectern)
  install(TARGETS lectern RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tool)
  file(READ docs/lectern.1 manual)
  if(LECTERN_HOMEPAGE)
    string(APPEND manual ".SH SEE ALSO\n${LECTERN_HOMEPAGE}\n")
  endif()
  file(WRITE ${PROJECT_BINARY_DIR}/lectern.1 "${manual}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS docs/lectern.1)
  install(FILES ${PROJECT_BINARY_DIR}/lectern.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tool)
endif()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT dev)
