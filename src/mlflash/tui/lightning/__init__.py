"""The lightning round."""
