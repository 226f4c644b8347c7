module github.com/northwind/orders-api

go 1.26

require (
	github.com/quarrydb/quarry-go v1.4.2
)
