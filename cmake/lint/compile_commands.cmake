# Writes the compile commands of BUILD_DIR without the precompiled header, which clang's tools cannot read.
#   cmake -DBUILD_DIR=... -P compile_commands.cmake   writes BUILD_DIR/clang-tools/compile_commands.json
cmake_minimum_required(VERSION 3.25)

file(READ ${BUILD_DIR}/compile_commands.json commands)
string(REGEX REPLACE " -Winvalid-pch -include [^ ]*cmake_pch\\.hxx" "" commands "${commands}")
file(WRITE ${BUILD_DIR}/clang-tools/compile_commands.json "${commands}")
