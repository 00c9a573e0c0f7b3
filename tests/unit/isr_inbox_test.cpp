#include <baton/core/isr_inbox.hpp>

#include <gtest/gtest.h>

#include <baton/core/kernel.hpp>
#include <vector>

namespace baton {
namespace {

class Inbox : public testing::Test {
  public:
    // Posts a call that notes `number`.
    Status post(std::size_t number) {
        return inbox.post([](Kernel&, void* argument) { calls.push_back(reinterpret_cast<std::size_t>(argument)); },
                          reinterpret_cast<void*>(number));
    }

  protected:
    static constexpr std::size_t kEntries = kConfig.inbox_entries;

    void TearDown() override { calls.clear(); }

    IsrInbox inbox;
    Kernel kernel{KernelOptions{}};
    static inline std::vector<std::size_t> calls;
};

TEST_F(Inbox, empty_one_calls_nothing) {
    inbox.drain(kernel);
    EXPECT_TRUE(calls.empty());
    EXPECT_EQ(inbox.lost(), 0U);
}

TEST_F(Inbox, calls_come_in_the_order_of_their_posting_however_often_it_wraps) {
    std::vector<std::size_t> expected;
    std::size_t number = 1;
    for (std::size_t round = 0; round < 3 * kEntries; ++round) {
        for (std::size_t i = 0; i <= round % kEntries; ++i) {
            EXPECT_EQ(post(number), Status::ok);
            expected.push_back(number++);
        }
        inbox.drain(kernel);
        ASSERT_EQ(calls, expected);
    }
    EXPECT_EQ(inbox.lost(), 0U);
}

TEST_F(Inbox, full_one_refuses_and_counts) {
    for (std::size_t i = 1; i <= kEntries; ++i)
        EXPECT_EQ(post(i), Status::ok);
    for (std::size_t i = 1; i <= 5; ++i) {
        EXPECT_EQ(post(1'000), Status::overflow);
        EXPECT_EQ(inbox.lost(), i);
    }
    inbox.drain(kernel);
    EXPECT_EQ(calls.size(), kEntries);
    EXPECT_EQ(calls.back(), kEntries);
    EXPECT_EQ(post(1), Status::ok);
    EXPECT_EQ(inbox.lost(), 5U);
}

TEST_F(Inbox, what_a_call_posts_comes_after_what_is_there) {
    EXPECT_EQ(inbox.post(
                  [](Kernel&, void* argument) {
                      calls.push_back(1);
                      EXPECT_EQ(static_cast<Inbox*>(argument)->post(3), Status::ok);
                  },
                  this),
              Status::ok);
    EXPECT_EQ(post(2), Status::ok);
    inbox.drain(kernel);
    EXPECT_EQ(calls, (std::vector<std::size_t>{1, 2, 3}));
}

TEST_F(Inbox, call_makes_room_for_a_post_of_its_own) {
    for (std::size_t i = 0; i < kEntries; ++i) {
        EXPECT_EQ(
            inbox.post([](Kernel&, void* argument) { EXPECT_EQ(static_cast<Inbox*>(argument)->post(7), Status::ok); },
                       this),
            Status::ok);
    }
    inbox.drain(kernel);
    EXPECT_EQ(calls, std::vector<std::size_t>(kEntries, 7));
    EXPECT_EQ(inbox.lost(), 0U);
}

}  // namespace
}  // namespace baton
