"""What an authority is compared with: targets, published values, population."""
