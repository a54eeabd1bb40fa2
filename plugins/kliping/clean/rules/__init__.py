"""Rules: boilerplate that phrases and forms give away, and headlines known by two small models."""
