map("https://docs.example/").search("install").limit(500).await()
