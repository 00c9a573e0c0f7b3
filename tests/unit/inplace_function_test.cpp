#include <gtest/gtest.h>

#include <baton/work/inplace_function.hpp>
#include <memory>

namespace baton {
namespace {

TEST(InplaceFunction, calls_what_it_holds) {
    InplaceFunction<int(int)> add([sum = 10](int value) mutable { return sum += value; });
    EXPECT_TRUE(add);
    EXPECT_EQ(add(1), 11);
    EXPECT_EQ(add(1), 12);
}

TEST(InplaceFunction, holds_nothing_by_default) {
    const InplaceFunction<void()> nothing{};
    EXPECT_FALSE(nothing);
}

TEST(InplaceFunction, takes_function_pointers_and_movable_only_callables_and_arguments) {
    InplaceFunction<int(int)> function(+[](int value) { return value + 1; });
    EXPECT_EQ(function(1), 2);
    InplaceFunction<int(std::unique_ptr<int>)> sum(
        [mine = std::make_unique<int>(2)](std::unique_ptr<int> other) { return *mine + *other; });
    EXPECT_EQ(sum(std::make_unique<int>(3)), 5);
}

TEST(InplaceFunction, destroys_its_callable) {
    const auto captured = std::make_shared<int>(0);
    {
        const InplaceFunction<void()> function([captured] {});
        EXPECT_EQ(captured.use_count(), 2);
    }
    EXPECT_EQ(captured.use_count(), 1);
}

}  // namespace
}  // namespace baton
