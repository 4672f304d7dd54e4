"""What people see and press in the Prefect UI."""
