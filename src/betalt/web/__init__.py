"""The office: pages in a browser. It asks flows to act and reads rows to show; it writes nothing itself."""
