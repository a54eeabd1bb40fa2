"""What lets the real pipeline run on a machine without internet; nothing here is imported by ``kliping``."""
