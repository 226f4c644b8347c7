//go:build cgo

// Command anchor waits inside C, where the scheduler cannot see it.
package main

/*
#include <unistd.h>
static void lower(int seconds) { sleep(seconds); }
*/
import "C"

import "captures.example/leaks/kit"

type winch struct{ seconds int }

func (w *winch) turn() { C.lower(C.int(w.seconds)) }

func main() {
	kit.Run(kit.Plan{Program: "anchor", Scenarios: []kit.Scenario{
		{Name: "winches", Base: 1, More: 4, Do: func(n int) {
			for range n {
				w := &winch{900}
				go w.turn()
			}
		}, Truth: []kit.Truth{{Key: "main._Cfunc_lower", Wait: "syscall", Category: "syscall-blocked", Pattern: "syscall-blocked", Leak: true, Each: 1, Shape: "call into C that does not return"}}},
		{Name: "quick", Churn: func() { (&winch{0}).turn() }},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
