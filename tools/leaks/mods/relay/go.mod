module gopkg.in/relay.v3

go 1.26
