"""Open the warehouse or its published copy, of one machine or shared; one writer at a time."""
