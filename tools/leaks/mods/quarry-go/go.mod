module github.com/quarrydb/quarry-go

go 1.26
