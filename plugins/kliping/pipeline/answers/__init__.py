"""What people and programs ask of the published copy: searches, pages, clippings, digests."""
