#include <baton/core/leftist_heap.hpp>
#include <utility>

namespace baton {

namespace {

std::uint32_t rank_of(const HeapNode* node) {
    return node ? node->rank : 0;
}

void set_right(HeapNode& parent, HeapNode* child) {
    parent.right = child;
    if (child)
        child->parent = &parent;
}

// Puts the deeper child on the left and returns whether the node's rank changed.
bool restore(HeapNode& node) {
    if (rank_of(node.left) < rank_of(node.right))
        std::swap(node.left, node.right);
    const std::uint32_t rank = rank_of(node.right) + 1;
    if (rank == node.rank)
        return false;
    node.rank = rank;
    return true;
}

// Merges two heaps along their rightmost paths.
HeapNode* merge(HeapNode* a, HeapNode* b) {
    if (!a || !b)
        return a ? a : b;
    if (b->is_before(*a))
        std::swap(a, b);
    HeapNode* const top = a;
    while (a->right) {
        if (b->is_before(*a->right)) {
            HeapNode* const displaced = a->right;
            set_right(*a, b);
            b = displaced;
        }
        a = a->right;
    }
    set_right(*a, b);
    top->parent = nullptr;
    for (HeapNode* node = a; node; node = node->parent)
        restore(*node);
    return top;
}

}  // namespace

bool LeftistHeap::insert_in_order(HeapNode& node) {
    node.right = nullptr;
    node.rank = 1;
    if (!root_ || node.is_before(*root_)) {
        node.left = root_;
        node.parent = nullptr;
        if (root_)
            root_->parent = &node;
        root_ = &node;
        return true;
    }
    HeapNode* above = root_;
    while (above->right && !node.is_before(*above->right))
        above = above->right;
    node.left = above->right;
    if (node.left)
        node.left->parent = &node;
    set_right(*above, &node);
    while (above && restore(*above))
        above = above->parent;
    return false;
}

void LeftistHeap::remove(HeapNode& node) {
    HeapNode* const above = node.parent;
    if (node.left)
        node.left->parent = nullptr;
    if (node.right)
        node.right->parent = nullptr;
    HeapNode* const below = merge(node.left, node.right);
    if (below)
        below->parent = above;
    if (!above) {
        root_ = below;
        return;
    }
    (above->left == &node ? above->left : above->right) = below;
    for (HeapNode* changed = above; changed && restore(*changed);)
        changed = changed->parent;
}

bool LeftistHeap::is_consistent() const {
    // A walk in pre-order by the parent links: no recursion, no memory.
    const HeapNode* node = root_;
    const HeapNode* from = nullptr;
    while (node) {
        if (from == node->parent) {
            if (node->parent && node->is_before(*node->parent))
                return false;
            if (node->rank != rank_of(node->right) + 1 || rank_of(node->left) < rank_of(node->right))
                return false;
        }
        const HeapNode* next = node->parent;
        if (from == node->parent)
            next = node->left ? node->left : node->right ? node->right : node->parent;
        else if (from == node->left && node->right)
            next = node->right;
        from = node;
        node = next;
    }
    return true;
}

}  // namespace baton
