"""What makes the weights of the moderator of comments."""
