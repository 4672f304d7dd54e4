"""The processes of `rolescan up`: database, server, workers, supervisor, health."""
