"""What is plugged into Rasa's extension points."""
