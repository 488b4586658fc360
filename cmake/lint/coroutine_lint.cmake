# Looks for coroutine forms that g++ 12 miscompiles (docs/coroutines.md).
#   cmake -DCLANG_QUERY=... -DSOURCE_DIR=... -DBUILD_DIR=... -P coroutine_lint.cmake
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND grep -rlE "co_await" ${SOURCE_DIR}/lib ${SOURCE_DIR}/apps ${SOURCE_DIR}/examples --include=*.cpp
  OUTPUT_VARIABLE files OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT files)
  message(FATAL_ERROR "no coroutine found below ${SOURCE_DIR}")
endif()
string(REPLACE "\n" ";" files "${files}")
include(${CMAKE_CURRENT_LIST_DIR}/compile_commands.cmake)
# clang takes the compile commands of g++; flags it does not know are no errors here.
execute_process(COMMAND ${CLANG_QUERY} -p ${BUILD_DIR}/clang-tools --extra-arg=-Wno-unknown-warning-option
    -f ${CMAKE_CURRENT_LIST_DIR}/coroutine_hazards.query ${files}
  OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE result)
if(NOT result EQUAL 0 OR errors MATCHES "error:")
  message(FATAL_ERROR "clang-query failed:\n${errors}")
endif()
string(REGEX MATCHALL "[^\n]*binds here[^\n]*" hazards "${output}")
string(REGEX MATCHALL "([0-9]+) match" counts "${output}")
if(NOT counts)
  message(FATAL_ERROR "clang-query printed no result:\n${output}")
endif()
if(hazards)
  message(FATAL_ERROR "forms that g++ 12 miscompiles:\n${output}")
endif()
message(STATUS "no hazard in the coroutines")
