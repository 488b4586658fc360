#include <lectern/app.hpp>
#include <lectern/daily/registry.hpp>

int main(int argc, char** argv) {
    return lectern::app::main(argc, argv, lectern::default_registry());
}
