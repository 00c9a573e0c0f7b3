// main() of test programs on a target: GoogleTest's options come from the debugger or emulator.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "hal/machine.hpp"

int main() {
    std::vector<std::string> words{"test"};
    for (const std::string_view argument : baton::hal::arguments())
        words.emplace_back(argument);
    std::vector<char*> argv;
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    int argc = static_cast<int>(words.size());
    testing::InitGoogleTest(&argc, argv.data());
    return RUN_ALL_TESTS();
}
