def check(reading, text=""):
    return ()
