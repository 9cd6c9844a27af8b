throw new Error('This worker never becomes ready')
