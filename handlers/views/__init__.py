"""Pure views: data in, text and keyboard out; one file a noun."""
