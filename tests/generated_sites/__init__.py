"""Generated hosts: local newspapers of several publishing systems, and sites that are no newspaper any more."""
