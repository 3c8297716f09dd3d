"""A market maker for Kongsi, and what it needs of a node: `chain` talks to it, `keys` signs, `maker` trades."""
