"""How every page looks and is put together."""
