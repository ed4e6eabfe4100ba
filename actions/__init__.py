"""What the assistant says and does: the custom actions, served by rasa-sdk. Nothing here imports rasa."""
