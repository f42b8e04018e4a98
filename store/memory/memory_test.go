package memory_test

import (
	"testing"

	"sightline/store"
	"sightline/store/memory"
	"sightline/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(testing.TB) store.Store { return memory.New() })
}
