"""Networks from elsewhere: torch modules and files of other tools, as chains of layers, nothing rounded."""
