"""The interview itself: which questions came."""
