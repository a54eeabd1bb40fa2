"""What one line of text says, whatever page it stands on."""
