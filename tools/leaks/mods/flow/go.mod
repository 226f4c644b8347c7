module github.com/tidemark/flow

go 1.26
