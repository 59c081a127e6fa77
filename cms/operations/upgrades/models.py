"""No tables. Django tells of migrations only the apps that have a module of this name."""
