"""From relations to prose: claims first, sentences only through them."""
