// The command as a process: how long it takes to start and to end.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace {

void start_command(benchmark::State& state, char const* argument) {
    char* argv[] = {const_cast<char*>(LECTERN_COMMAND), const_cast<char*>(argument), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    for (auto _ : state) {
        pid_t child = 0;
        if (posix_spawn(&child, argv[0], &actions, nullptr, argv, environ) != 0)
            throw std::runtime_error("cannot start lectern");
        int status = 0;
        waitpid(child, &status, 0);
        if (status != 0) state.SkipWithError("lectern failed");
    }
    posix_spawn_file_actions_destroy(&actions);
}

}  // namespace

BENCHMARK_CAPTURE(start_command, version, "--version")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(start_command, plugins, "plugins")->Unit(benchmark::kMillisecond)->UseRealTime();
