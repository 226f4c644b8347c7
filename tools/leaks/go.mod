module captures.example/leaks

go 1.26

require (
	github.com/quarrydb/quarry-go v1.4.2
	github.com/tidemark/flow v0.9.1
	gopkg.in/relay.v3 v3.0.4
)
