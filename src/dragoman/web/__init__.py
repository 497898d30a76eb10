"""The workbench: pages and API over an archive, on this machine, without anything from outside."""
