module github.com/harborline/dispatch

go 1.26
