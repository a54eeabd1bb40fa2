"""From the tree to text blocks, and what the elements around them say."""
