package booking

import (
	"testing"

	"go.uber.org/goleak"
)

func TestHoldDeclined(t *testing.T) {
	defer goleak.VerifyNone(t)
	if err := new(Slot).Hold(true); err == nil {
		t.Fatal("no error")
	}
}

func TestQuotes(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	if q := Quotes(3); q < 0 {
		t.Fatal(q)
	}
}

func TestSeal(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	new(Slot).Seal()
}

func TestHoldPaid(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	if err := new(Slot).Hold(false); err != nil {
		t.Fatal(err)
	}
}
