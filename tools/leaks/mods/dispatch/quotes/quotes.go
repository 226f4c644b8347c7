// Package quotes asks carriers for prices.
package quotes

import "errors"

// Carrier answers with a price in cents.
type Carrier func(parcel string) (int, error)

// Cheapest returns the first answer. The other carriers answer into a channel
// nobody reads any more.
func Cheapest(parcel string, carriers ...Carrier) int {
	answers := make(chan int)
	for _, c := range carriers {
		go func() {
			cents, err := c(parcel)
			if err != nil {
				cents = -1
			}
			answers <- cents
		}()
	}
	return <-answers
}

// All returns every answer; its channel has room for all of them.
func All(parcel string, carriers ...Carrier) ([]int, error) {
	answers := make(chan int, len(carriers))
	for _, c := range carriers {
		go func() {
			cents, _ := c(parcel)
			answers <- cents
		}()
	}
	out := make([]int, 0, len(carriers))
	for range carriers {
		out = append(out, <-answers)
	}
	if len(out) == 0 {
		return nil, errors.New("quotes: no carrier")
	}
	return out, nil
}
