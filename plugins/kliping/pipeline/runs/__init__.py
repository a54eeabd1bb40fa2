"""What a run is: its stage folder, its ledger of links, and what its tasks hand to one another."""
