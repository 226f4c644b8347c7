module captures.example/leaks

go 1.26
