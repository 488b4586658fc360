#pragma once

namespace lectern {

struct Registry;

namespace app {

/// The whole `lectern` command, with the plug-ins of the registry. Link `lectern::app` and write
///
///     int main(int argc, char** argv) {
///         lectern::Registry registry = lectern::default_registry();
///         registry.scorers.push_back({"mine", "counts what I count", …});
///         return lectern::app::main(argc, argv, registry);
///     }
///
/// It reads the environment, prints, takes over SIGINT, SIGTERM and SIGHUP, and may end the process; so it is the only
/// thing that a program does, called once, before other threads start.
/// \param argc, argv those of the program's main()
/// \param registry outlives the call
/// \return what the process returns: see lectern(1), section EXIT STATUS
int main(int argc, char** argv, Registry const& registry);

}  // namespace app
}  // namespace lectern
