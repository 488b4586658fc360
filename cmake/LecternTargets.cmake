# Compiler flags of our own targets; never exported.
add_library(lectern_warnings INTERFACE)
target_compile_options(lectern_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wundef
  $<$<BOOL:${LECTERN_WERROR}>:-Werror>
  # False alarms of an optimizing g++ 12: std::optional and date (maybe-uninitialized), "a" + string (GCC 105651,
  # restrict), a coroutine's frame of which Asio's operator new is inlined and its delete is not.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)

# lectern_add_program(<target> SOURCES ... [LINK ...]): a program of ours, not installed.
function(lectern_add_program target)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE lectern::lectern lectern_warnings ${arg_LINK})
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()

# Headers of other people that most files of a target include, parsed once. Our own are left out: they change.
set(LECTERN_COMMON_HEADERS
  <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set>
  <span> <string> <string_view> <system_error> <utility> <vector> <fmt/format.h> <boost/asio/awaitable.hpp>
  <boost/system/result.hpp>)

# lectern_unite_folders(<target>): the sources of a folder are compiled as one unit, so that the headers, most of the
# work, are read once a folder. Presets for whole builds use it; where a file is edited and built again it only delays.
function(lectern_unite_folders target)
  if(NOT LECTERN_UNITY_BUILD)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(GET source PARENT_PATH folder)
    if(source MATCHES "\\.cpp$" AND folder)
      string(MAKE_C_IDENTIFIER "${folder}" unit)
      set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${unit})
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP DISABLE_PRECOMPILE_HEADERS ON)
  # A class with a member of an anonymous namespace is in one unit only, here too.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()
