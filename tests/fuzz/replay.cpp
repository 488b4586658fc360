// The entry of every developer build: hands each file to the target, then some thousand inputs made from them, so that
// targets are built and run with all tests. libFuzzer does the real search (preset `fuzz`).
//
//   TARGET [--changed N] [--seed S] FILE-OR-DIRECTORY...
#include "target.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

std::string read(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> read_all(std::vector<fs::path> const& paths) {
    std::vector<fs::path> files;
    for (fs::path const& path : paths) {
        if (!fs::is_directory(path)) {
            files.push_back(path);
            continue;
        }
        for (auto const& file : fs::recursive_directory_iterator(path))
            if (file.is_regular_file()) files.push_back(file.path());
    }
    std::ranges::sort(files);
    std::vector<std::string> inputs;
    for (fs::path const& file : files) inputs.push_back(read(file));
    return inputs;
}

/// A few cuts, repetitions, foreign bytes and pieces of other inputs.
std::string change(std::vector<std::string> const& inputs, std::mt19937_64& random) {
    auto const below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
    std::string text = inputs[below(inputs.size())];
    for (std::size_t step = 1 + below(4); step > 0; --step) {
        std::size_t const at = below(text.size() + 1);
        std::size_t const length = below(std::min<std::size_t>(text.size() - at, 64) + 1);
        std::string const& other = inputs[below(inputs.size())];
        switch (below(5)) {
            case 0:
                text.erase(at, length);
                break;
            case 1:
                text.insert(at, text.substr(at, length));
                break;
            case 2:
                text.insert(at, 1, static_cast<char>(random()));
                break;
            case 3:
                if (at < text.size()) text[at] = static_cast<char>(random());
                break;
            default:
                text.insert(at, other.substr(below(other.size() + 1), below(64)));
        }
    }
    return text;
}

/// What the target is given now, for the file that a failure leaves.
std::string current;

void keep_failed(int) {
    std::ofstream("failed-input", std::ios::binary) << current;
    std::cerr << "the input is in the file failed-input; put it into the corpus\n";
    std::_Exit(1);
}

void try_input(std::string input) {
    current = std::move(input);
    fuzz(current);
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const arguments(argv + 1, argv + argc);
    std::vector<fs::path> paths;
    std::size_t changed = 0;
    std::uint64_t seed = std::random_device{}();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        bool const has_value = i + 1 < arguments.size();
        if (arguments[i] == "--changed" && has_value)
            changed = std::stoul(arguments[++i]);
        else if (arguments[i] == "--seed" && has_value)
            seed = std::stoull(arguments[++i]);
        else
            paths.emplace_back(arguments[i]);
    }
    std::vector<std::string> const inputs = read_all(paths);
    if (inputs.empty()) {
        std::cerr << "no inputs: name files or directories\n";
        return 2;
    }
    std::cout << inputs.size() << " inputs, " << changed << " changed ones with --seed " << seed << std::endl;
    std::signal(SIGABRT, keep_failed);
    for (std::string const& input : inputs) try_input(input);
    std::mt19937_64 random(seed);
    for (std::size_t i = 0; i < changed; ++i) try_input(change(inputs, random));
}
