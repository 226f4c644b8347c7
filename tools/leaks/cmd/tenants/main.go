// Command tenants opens a database for every request and closes none, next to
// one that is opened once and used all the time.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"

	"captures.example/leaks/kit"
	_ "github.com/quarrydb/quarry-go" // database driver
)

func balance(ctx context.Context, tenant int) (n int64, err error) {
	db, err := sql.Open("quarry", fmt.Sprintf("rows=%d", tenant%5))
	if err != nil {
		return 0, err
	}
	err = db.PingContext(ctx)
	return n, err
}

// archive walks a large result slowly, and closes it in the end.
func archive(db *sql.DB) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for {
		rows, err := db.QueryContext(ctx, "select * from journal")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		for rows.Next() {
			time.Sleep(15 * time.Millisecond)
		}
		rows.Close()
	}
}

func main() {
	shared, err := sql.Open("quarry", "rows=100000")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	kit.Run(kit.Plan{Program: "tenants", Scenarios: []kit.Scenario{
		{Name: "balances", Base: 4, More: 20, Do: func(n int) {
			for i := range n {
				if _, err := balance(context.Background(), i); err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		}, Truth: []kit.Truth{{Key: "database/sql.(*DB).connectionOpener", Wait: "select", Category: "sql-opener", Pattern: "sql-opener", Leak: true, Counts: [3]int{5, 25, 25}, Accept: []string{"benign-sql", "select-blocked", "other"}, Shape: "sql.Open per request, never closed; one of them is the shared one"}}},
		{Name: "archive", Start: func() { go archive(shared); go archive(shared) }, Truth: []kit.Truth{
			{Key: "database/sql.(*Rows).awaitDone", Wait: "select", Category: "benign-sql", Pattern: "sql-rows-not-closed", Flat: 2, Accept: []string{"sql-rows-not-closed"}, Shape: "rows being read for a long time"},
			{Key: "main.archive", Wait: "sleep", Category: "benign-periodic", Pattern: "sleep-loop", Flat: 2, Loose: true, Shape: "their readers"},
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
