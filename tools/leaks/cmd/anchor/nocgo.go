//go:build !cgo

package main

func main() { panic("built without cgo") }
